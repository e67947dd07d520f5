try{var d=document.documentElement,w=localStorage.getItem("wellspring:"+CAMPAIGN);if(Date.now()-w<2592e6)d.dataset.wsGoal="away"}catch(e){}
